package dev.concierge.sandbox;

import java.util.Map;

/**
 * Why a person cannot agree even if they want to. In place of the consent page they see this, with one way: back.
 *
 * @param title the page's heading
 * @param error the parameters that then go back to the client, {@code error} among them
 */
public record Hurdle(String title, String text, Map<String, String> error) {}
