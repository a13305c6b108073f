"""``akoyaapisv240.controllers.tax_beta_controller`` by its later name."""

from akoyaapisv240.controllers.tax_beta_controller import TaxBetaController as TaxBetaApi

__all__ = ["TaxBetaApi"]
