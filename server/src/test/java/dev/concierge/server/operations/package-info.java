@NullMarked
package dev.concierge.server.operations;

import org.jspecify.annotations.NullMarked;
