#!/bin/sh
# Runs once, when the volume is empty: the owner, who migrates, and the app's login, which owns nothing. Only a
# superuser can create the extension.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
  --set=owner_password="$DATABASE_OWNER_PASSWORD" --set=login_password="$DATABASE_PASSWORD" <<'SQL'
create role parley_owner login createrole password :'owner_password';
create role parley login password :'login_password';
create database parley owner parley_owner;
\connect parley
create extension vector;
SQL
