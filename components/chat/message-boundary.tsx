"use client";

import { Component, type ReactNode } from "react";

type MessageBoundaryProps = { fallback: ReactNode; children: ReactNode };

/** Keeps an answer that cannot be drawn from taking the page with it. */
export class MessageBoundary extends Component<MessageBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
