/** The API of the sync room: state, history, the feed of records, and "sync now". */
@NullMarked
package dev.concierge.server.sync.web;

import org.jspecify.annotations.NullMarked;
