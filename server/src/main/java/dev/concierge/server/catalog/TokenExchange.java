package dev.concierge.server.catalog;

import java.net.URI;

/**
 * A call that gives a new access token for one that still lives, at providers without refresh tokens.
 *
 * @param grantType the value of {@code grant_type}
 * @param parameter the name of the parameter that carries the token
 * @param authenticated whether client id and secret go with it
 */
public record TokenExchange(URI endpoint, String grantType, String parameter, boolean authenticated) {}
