/**
 * The command line: one class per verb. A verb that changes something builds a {@link dev.concierge.ops.Plan}, which
 * {@code --dry-run} prints and the verb runs.
 *
 * <p>The script {@code ./concierge} finds the JDK, builds, and hands over to this program, or directly to the server's or the
 * sandbox's where that is all the verb means.
 */
@NullMarked
package dev.concierge.ops;

import org.jspecify.annotations.NullMarked;
