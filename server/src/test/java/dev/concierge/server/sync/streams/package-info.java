/** What single streams ask and how they read answers. */
@NullMarked
package dev.concierge.server.sync.streams;

import org.jspecify.annotations.NullMarked;
