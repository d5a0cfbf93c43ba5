package dev.concierge.server.integrations;

import dev.concierge.server.database.CurrentTransaction;
import dev.concierge.server.identity.AddressFirstProved;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was connected to an account before anybody proved its address may be of whoever registered it ahead of its owner. The owner would read that person's
 * calendar and write to their mailbox (A-07, C-05). So all of it is disconnected in the transaction of the proof; the revoker ends the tokens at the providers.
 */
@Component
class ConnectedAhead {
    private final DisconnectFlow disconnect;
    private final Choices choices;
    private final ConnectTicketRepository tickets;

    ConnectedAhead(DisconnectFlow disconnect, Choices choices, ConnectTicketRepository tickets) {
        this.disconnect = disconnect;
        this.choices = choices;
        this.tickets = tickets;
    }

    @EventListener
    void end(AddressFirstProved proved) {
        JdbcClient jdbc = CurrentTransaction.jdbc();
        tickets.deleteAll(jdbc);
        choices.endAll(jdbc, proved.accountId(), proved.actor());
        for (Integration one : IntegrationRepository.live(jdbc)) {
            disconnect.end(jdbc, proved.accountId(), proved.actor(), one.id());
        }
    }
}
