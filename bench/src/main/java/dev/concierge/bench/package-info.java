/**
 * Proofs: programs that start a whole installation, measure it, and write their own page under {@code docs/proofs}. Speeds are ratios inside one
 * run; the figures compare, they promise nothing about other machines.
 */
@NullMarked
package dev.concierge.bench;

import org.jspecify.annotations.NullMarked;
