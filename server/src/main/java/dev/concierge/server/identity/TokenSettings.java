package dev.concierge.server.identity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the tokens of API clients live.
 *
 * @param accessTokenExpireMinutes {@code ACCESS_TOKEN_EXPIRE_MINUTES}: the life of an access token; default 15, at most 1440
 * @param refreshLife after how long an API sign-in ends in any case; default 30 days
 * @param refreshIdle after how long without a refresh it ends; default 7 days, at most {@code refreshLife}
 * @param signingKeyLife how long a key signs before the next one does; default 30 days, at least a day
 */
@ConfigurationProperties("concierge.tokens")
record TokenSettings(
        @DefaultValue("15") int accessTokenExpireMinutes,
        @DefaultValue("30d") Duration refreshLife,
        @DefaultValue("7d") Duration refreshIdle,
        @DefaultValue("30d") Duration signingKeyLife) {
    private static final int A_DAY = 1440;

    TokenSettings {
        if (accessTokenExpireMinutes < 1 || accessTokenExpireMinutes > A_DAY) {
            throw new IllegalArgumentException("ACCESS_TOKEN_EXPIRE_MINUTES is a whole number from 1 to 1440.");
        }
        if (!refreshIdle.isPositive() || refreshIdle.compareTo(refreshLife) > 0) {
            throw new IllegalArgumentException("concierge.tokens: refresh-idle is positive and at most refresh-life.");
        }
        if (signingKeyLife.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("concierge.tokens: signing-key-life is at least a day.");
        }
    }

    Duration accessLife() {
        return Duration.ofMinutes(accessTokenExpireMinutes);
    }
}
