@NullMarked
package dev.concierge.server.limits;

import org.jspecify.annotations.NullMarked;
