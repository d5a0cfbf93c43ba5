/**
 * The contract between the sync engine and its streams, and the streams themselves. To add one: a package-private component that implements
 * {@link dev.concierge.server.sync.streams.Stream}, and a case with recorded pages in {@code StreamContractTest}.
 */
@NullMarked
package dev.concierge.server.sync.streams;

import org.jspecify.annotations.NullMarked;
