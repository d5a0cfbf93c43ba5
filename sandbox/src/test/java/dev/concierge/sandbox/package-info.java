/** The sandbox is tested over real HTTP, one class for each thing that it does. */
@NullMarked
package dev.concierge.sandbox;

import org.jspecify.annotations.NullMarked;
