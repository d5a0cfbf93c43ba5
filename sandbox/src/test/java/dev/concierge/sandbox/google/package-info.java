/** Google's rules, one class for each. */
@NullMarked
package dev.concierge.sandbox.google;

import org.jspecify.annotations.NullMarked;
