/** Programs that the command line starts: how they are run, watched, ended, and found again after a kill. */
@NullMarked
package dev.concierge.ops.process;

import org.jspecify.annotations.NullMarked;
