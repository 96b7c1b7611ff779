/** How well calls are answered. The figures are views in the database ({@code V51__kpis.sql}); this reads them. */
@NullMarked
package io.kanhu.alerting.kpi;

import org.jspecify.annotations.NullMarked;
