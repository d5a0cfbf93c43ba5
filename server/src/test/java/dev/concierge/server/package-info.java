@NullMarked
package dev.concierge.server;

import org.jspecify.annotations.NullMarked;
