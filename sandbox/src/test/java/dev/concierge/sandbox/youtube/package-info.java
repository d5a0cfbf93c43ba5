/** YouTube's rules, one class for each. */
@NullMarked
package dev.concierge.sandbox.youtube;

import org.jspecify.annotations.NullMarked;
