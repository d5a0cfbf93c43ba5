package dev.concierge.server.oauth;

import org.jspecify.annotations.Nullable;

/**
 * One thing that an account at a provider holds and that can be connected, such as a Page or a channel.
 *
 * @param id never changes; 1 to 255 characters of printable ASCII
 * @param name what people know it by, one line; the id where the provider names none
 * @param note what tells two of one name apart, one line; null when there is nothing
 */
public record Choosable(String id, String name, @Nullable String note) {}
