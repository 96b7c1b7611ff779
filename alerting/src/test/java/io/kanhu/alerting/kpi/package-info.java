/** Tests of the figures, on cases with known times. */
@NullMarked
package io.kanhu.alerting.kpi;

import org.jspecify.annotations.NullMarked;
