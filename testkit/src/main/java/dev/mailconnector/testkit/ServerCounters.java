package dev.mailconnector.testkit;

import java.util.Map;

/**
 * What a {@link ScriptedSmtpServer} has counted since its start.
 *
 * @param connectionsOpen connections open at this moment
 * @param connectionsPeak the most that were open at one time
 * @param connectionsTotal all that were ever accepted
 * @param loginsAccepted logins answered by 235
 * @param loginsRefused logins that were refused or cancelled; those refused by a fault are counted
 *     by {@link PlacedFault#hits()}
 * @param tlsHandshakes handshakes that succeeded
 * @param messages messages kept
 * @param commands how often each verb came, by verb in upper case
 */
public record ServerCounters(
    int connectionsOpen,
    int connectionsPeak,
    int connectionsTotal,
    int loginsAccepted,
    int loginsRefused,
    int tlsHandshakes,
    int messages,
    Map<String, Integer> commands) {

  /** Copies the map. */
  public ServerCounters {
    commands = Map.copyOf(commands);
  }

  /** How often this verb came. */
  public int commands(String verb) {
    return commands.getOrDefault(verb, 0);
  }
}
