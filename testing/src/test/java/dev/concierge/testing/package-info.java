@NullMarked
package dev.concierge.testing;

import org.jspecify.annotations.NullMarked;
