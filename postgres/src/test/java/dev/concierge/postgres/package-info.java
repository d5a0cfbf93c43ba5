@NullMarked
package dev.concierge.postgres;

import org.jspecify.annotations.NullMarked;
