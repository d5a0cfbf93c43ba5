/** Microsoft's rules, one class for each. */
@NullMarked
package dev.concierge.sandbox.microsoft;

import org.jspecify.annotations.NullMarked;
