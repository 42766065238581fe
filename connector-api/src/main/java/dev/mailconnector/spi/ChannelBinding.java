package dev.mailconnector.spi;

import java.util.Arrays;

/**
 * A channel binding (RFC 5056): a value that ties a login to the TLS connection it travels over.
 *
 * @param type the registered type: {@code tls-server-end-point} (RFC 5929 section 4) or {@code
 *     tls-exporter} (RFC 9266)
 * @param data the binding itself: a hash of the server's certificate, or 32 octets that only the
 *     two ends of this connection know
 */
public record ChannelBinding(String type, byte[] data) {

  /** Copies the data. */
  public ChannelBinding {
    data = data.clone();
  }

  /** A copy of the binding data. */
  @Override
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChannelBinding that
        && type.equals(that.type)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(data);
  }
}
