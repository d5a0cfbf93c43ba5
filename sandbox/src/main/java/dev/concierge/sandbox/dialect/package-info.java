/**
 * What several providers have alike below the authorize flow: the token endpoint's steps, tokens in a form of one's own,
 * the check of bearer tokens, ID tokens, the page on which people end access, catalog files. A dialect supplies only what is
 * different: where parameters come from, how answers and refusals look, when tokens die.
 */
@NullMarked
package dev.concierge.sandbox.dialect;

import org.jspecify.annotations.NullMarked;
