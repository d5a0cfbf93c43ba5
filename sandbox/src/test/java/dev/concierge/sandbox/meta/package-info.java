/** Meta's rules, one class for each. */
@NullMarked
package dev.concierge.sandbox.meta;

import org.jspecify.annotations.NullMarked;
