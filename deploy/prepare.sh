#!/bin/sh
# Writes what compose.yaml needs and does not exist yet: .env with random passwords, and a self-signed certificate.
# Usage: sh deploy/prepare.sh [HOST]   HOST as in the address bar: chat.example.com, or localhost:8443
set -eu
cd "$(dirname "$0")/.."
umask 077
host=${1:-localhost}
name=${host%%:*}

if [ ! -e .env ]; then
  {
    echo "PARLEY_HOST=$host"
    case $host in *:*) echo "HTTPS_PORT=${host##*:}" ;; esac
    for secret in POSTGRES_PASSWORD DATABASE_OWNER_PASSWORD DATABASE_PASSWORD \
      NEXTAUTH_SECRET USER_HASH_SECRET ENCRYPTION_KEY METRICS_TOKEN; do
      echo "$secret=$(openssl rand -hex 32)"
    done
  } > .env
  echo "Wrote .env. Keep a copy with your backups: without USER_HASH_SECRET and ENCRYPTION_KEY they are worth little."
fi

[ -e deploy/parley.env ] || echo "# Variables of .env.example, one NAME=value a line." > deploy/parley.env

if [ ! -e deploy/tls/fullchain.pem ]; then
  mkdir -p deploy/tls
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj "/CN=$name" \
    -addext "subjectAltName=DNS:$name" -keyout deploy/tls/privkey.pem -out deploy/tls/fullchain.pem 2>/dev/null
  chmod 755 deploy/tls
  chmod 644 deploy/tls/fullchain.pem
  echo "Wrote a self-signed certificate for $name to deploy/tls. Replace it with one that browsers trust."
fi
