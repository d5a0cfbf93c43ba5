/** {@code test}: the whole suite, readable while it runs and summed up at its end. */
@NullMarked
package dev.concierge.ops.suite;

import org.jspecify.annotations.NullMarked;
