/** What callers use, over HTTP and on several nodes. */
@NullMarked
package dev.concierge.server.gateway;

import org.jspecify.annotations.NullMarked;
