package io.kanhu.protocol;

import java.time.Instant;

/**
 * The wearer called the press off, on the band.
 *
 * @param id the id of the press that is called off
 * @param cancelledAt the band's clock, or the arrival where that clock is not believed
 */
public record SosCancel(String id, Instant cancelledAt) implements BandMessage {}
