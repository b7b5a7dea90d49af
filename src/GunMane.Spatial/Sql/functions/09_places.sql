-- What an import changes in the shares of assets is undone with it.
SELECT gunmane.keep_changes_of('asset_municipality', 'study_area', 'dense_id', 'code');
