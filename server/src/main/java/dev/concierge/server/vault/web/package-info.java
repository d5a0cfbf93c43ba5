/** The administrators' page of the data keys. */
@NullMarked
package dev.concierge.server.vault.web;

import org.jspecify.annotations.NullMarked;
