package dev.concierge.server.encryption;

import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EncryptionSettings.class)
class EncryptionConfiguration {
    @Bean
    OuterKeys outerKeys(EncryptionSettings settings, ObjectProvider<Transit> transit) {
        return new OuterKeys(
                OuterKeys.Store.of(settings.keyStore()), settings.encryptionKey(), transit::getIfAvailable);
    }

    @Bean
    @DependsOn("startupCheck")
    KeyRing keyRing(OuterKeys outers, SystemScope system, Clock clock, ObjectProvider<KeyTrouble> told) {
        KeyRing ring = new KeyStart(system, clock, outers, Patience.real()).open();
        ring.onTrouble(words -> told.forEach(one -> one.keysDoNotOpen(words)));
        return ring;
    }

    @Bean
    RowCipher rowCipher(KeyRing ring) {
        return new RowCipher(ring);
    }

    /** Commands hold the keys too briefly to count as a node. */
    @Bean
    @ConditionalOnWebApplication
    KeyRingWatch keyRingWatch(KeyRing ring, Ids ids) {
        return new KeyRingWatch(ring, ids);
    }

    @Bean
    Signer signer(EncryptionSettings settings) {
        return new Signer(MasterKeys.hmac(required("SECRET_KEY", settings.secretKey())));
    }

    @Bean
    RandomSecrets randomSecrets() {
        return new RandomSecrets();
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(missing(name));
        }
        return value;
    }

    static String missing(String name) {
        return name + " is missing. Make one with concierge keys generate, and give it as " + name + " or " + name
                + "_FILE.";
    }
}
