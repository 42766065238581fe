package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * A mechanism that shows the password, chosen because nothing better is offered: it does not begin
 * where the offer may have been tampered with.
 */
record GuardedMechanism(Mechanism showing, OfferMemory offers) implements Mechanism {

  @Override
  public String name() {
    return showing.name();
  }

  @Override
  public boolean needsTls() {
    return showing.needsTls();
  }

  @Override
  public boolean fits(MechanismContext context) {
    return showing.fits(context);
  }

  @Override
  public SaslClient start(MechanismContext context) throws SaslException {
    offers.beforeShowing(context);
    return showing.start(context);
  }

  @Override
  public String toString() {
    return name();
  }
}
