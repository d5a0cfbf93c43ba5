/** Pages about the server itself: health and the readable API docs. */
@NullMarked
package dev.concierge.server.operations.web;

import org.jspecify.annotations.NullMarked;
