@NullMarked
package dev.concierge.server.authorization;

import org.jspecify.annotations.NullMarked;
