/** What a node may believe of its caches, and how many connections it takes. */
@NullMarked
package dev.concierge.server.database;

import org.jspecify.annotations.NullMarked;
