@NullMarked
package dev.concierge.server.outbound;

import org.jspecify.annotations.NullMarked;
