/**
 * A program that behaves like the real OAuth providers, quirks and failures included, for tests, demos and load runs.
 *
 * <p>This package holds what all providers share: clients, people, the authorize flow and its pages, codes, grants and
 * tokens, the ledger of requests, the knobs, and the control API. What is one provider's own is a {@link
 * dev.concierge.sandbox.Dialect} in a package of its own, found through {@link java.util.ServiceLoader}; nothing here
 * depends on any of them. Rule for every dialect: as strict as the real provider, never more lenient.
 */
@NullMarked
package dev.concierge.sandbox;

import org.jspecify.annotations.NullMarked;
