@NullMarked
package dev.concierge.ops.suite;

import org.jspecify.annotations.NullMarked;
