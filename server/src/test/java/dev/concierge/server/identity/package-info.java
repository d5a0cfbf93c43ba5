@NullMarked
package dev.concierge.server.identity;

import org.jspecify.annotations.NullMarked;
