package dev.mailconnector.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mechanism may know of the connection that it authenticates.
 *
 * @param host the configured host name, not the one the server calls itself
 * @param port the configured port
 * @param offered the mechanisms of the EHLO reply that counts (the one after TLS), in the server's
 *     order
 * @param tls whether the line is encrypted now
 * @param channelBinding the channel binding of the line, or null without TLS
 */
public record MechanismContext(
    String host,
    int port,
    List<String> offered,
    boolean tls,
    @Nullable ChannelBinding channelBinding) {

  /** Copies the list. */
  public MechanismContext {
    offered = List.copyOf(offered);
  }
}
