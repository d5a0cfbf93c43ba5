/** The product: one program, a modular monolith. Every sub-package is a room; ARCHITECTURE.md lists them in order. */
@NullMarked
package dev.concierge.server;

import org.jspecify.annotations.NullMarked;
