"use client";

import { Component, type ReactNode } from "react";

type FailureBoundaryProps = { fallback: ReactNode; children: ReactNode };

/** Shows `fallback` instead of content that cannot be drawn, so that the rest of the page stays. */
export class FailureBoundary extends Component<FailureBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
