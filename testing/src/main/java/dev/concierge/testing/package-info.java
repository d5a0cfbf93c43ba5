/**
 * What holds for the tests of every module that has this one on its test path; nothing has to be called. {@link dev.concierge.testing.OneTag} refuses
 * a test class without exactly one of the suite's tags; {@link dev.concierge.testing.Tally} counts what ran by tag and by provider, for the table at
 * the end of {@code ./concierge test}.
 */
@NullMarked
package dev.concierge.testing;

import org.jspecify.annotations.NullMarked;
