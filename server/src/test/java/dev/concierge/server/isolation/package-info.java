/** Two accounts, and whatever one of them could try to reach of the other's: every endpoint, page, table and job, found in the running server. */
@NullMarked
package dev.concierge.server.isolation;

import org.jspecify.annotations.NullMarked;
