/** Secrets where they do not belong: every secret of a run is searched for in whatever the run left behind. */
@NullMarked
package dev.concierge.server.secrets;

import org.jspecify.annotations.NullMarked;
