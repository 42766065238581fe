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
 * @param channelBinding the {@code tls-server-end-point} of the line (RFC 5929 section 4), or null
 *     without TLS
 * @param exporterBinding its {@code tls-exporter} (RFC 9266), or null without TLS 1.3, and on a
 *     Java before 25, which cannot tell
 */
public record MechanismContext(
    String host,
    int port,
    List<String> offered,
    boolean tls,
    @Nullable ChannelBinding channelBinding,
    @Nullable ChannelBinding exporterBinding) {

  /** Copies the list. */
  public MechanismContext {
    offered = List.copyOf(offered);
  }

  /** A connection without {@code tls-exporter}. */
  public MechanismContext(
      String host,
      int port,
      List<String> offered,
      boolean tls,
      @Nullable ChannelBinding channelBinding) {
    this(host, port, offered, tls, channelBinding, null);
  }
}
