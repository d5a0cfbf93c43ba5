/** The vault: one refresh at a time, no answer lost that could be kept, and nothing said about a grant that is not known. */
@NullMarked
package dev.concierge.server.vault;

import org.jspecify.annotations.NullMarked;
